"""Let `python -m aidtrack` be `aidtrack`."""

import sys

from aidtrack.cli import main

sys.exit(main())
