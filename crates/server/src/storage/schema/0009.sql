-- The sales of a period sorted by whatever column, and narrowed down, without looking at the sales: all
-- of it is in one index. The number comes before the rest, so that equal moments are in its order.
DROP INDEX finished_all_closed_at_ms;
CREATE INDEX finished_all_closed_at_ms ON listed_sale (
    store, status, closed_at_ms, no, total, opened_at_ms, version, register_no, owner_no, number, title,
    finished
) WHERE finished = 1;
