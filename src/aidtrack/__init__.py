"""A ledger of paired assistance in China: who helps whom, with what, and where each figure is said."""

__version__ = "0.1.0"
