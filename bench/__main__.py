"""``python -m bench``: every measurement, one after the other; each also runs alone."""

import subprocess
import sys
from pathlib import Path

if __name__ == "__main__":
    here = Path(__file__).parent
    for script in sorted(here.glob("[a-z]*.py")):
        print(f"== {script.stem}", flush=True)
        subprocess.run([sys.executable, "-m", f"bench.{script.stem}"], check=True, cwd=here.parent)
