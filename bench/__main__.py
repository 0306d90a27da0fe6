"""``python -m bench`` runs every benchmark in turn; ``python -m bench.NAME`` runs one."""

import subprocess
import sys
from pathlib import Path

if __name__ == "__main__":
    here = Path(__file__).parent
    for script in sorted(here.glob("[a-z]*.py")):
        print(f"== {script.stem}", flush=True)
        subprocess.run([sys.executable, "-m", f"bench.{script.stem}"], check=True, cwd=here.parent)
