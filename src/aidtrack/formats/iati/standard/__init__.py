"""The rules that IATI's own validator holds beyond the schema, by what they are about."""
