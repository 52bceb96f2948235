-- What `add funding` wrote last, without what names the row.
SELECT stage, fund_source, text, low, high, value, quantity_kind, separate, locator
FROM funding ORDER BY id DESC LIMIT 1;
