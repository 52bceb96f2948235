"""The exchange format of the International Aid Transparency Initiative (IATI), version 2.0x."""
