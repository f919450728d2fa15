"""Hand-made listings for tests."""

from datetime import time

from kizuna.directory.models import (
    Accessibility,
    Address,
    CostOption,
    Language,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceNeed,
)


def listing(name="Lunch club", *, needs=("company.meal",), area=None, email="lunch@linden.example", **more):
    """A service with everything around it, open on weekdays from nine to five."""
    body, _ = Organization.objects.get_or_create(name="Linden Kitchen", email="office@linden.example")
    service = Service.objects.create(
        organization=body, name=name, description="Lunch for everybody. Come as you are.", email=email, **more
    )
    place = Location.objects.create(name="Hall", latitude=51.5, longitude=-0.1)
    Address.objects.create(location=place, address_1="1 Elm Street", city="Linden Bay", postal_code="LB1")
    Accessibility.objects.create(location=place, description="Ramp at the side door")
    ServiceAtLocation.objects.create(service=service, location=place)
    Phone.objects.create(service=service, number="+13055550136")
    Language.objects.create(service=service, name="English", code="en")
    Language.objects.create(service=service, name="French (limited)")
    CostOption.objects.create(service=service, amount="3.50", currency="USD")
    Schedule.objects.create(
        service=service, freq="WEEKLY", byday="MO,TU,WE,TH,FR", opens_at=time(9), closes_at=time(17)
    )
    if area is not None:
        ServiceArea.objects.create(service=service, area_id=area, name="here")
    ServiceNeed.objects.bulk_create(ServiceNeed(service=service, need=need) for need in needs)
    return service
