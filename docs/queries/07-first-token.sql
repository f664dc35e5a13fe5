-- Milliseconds to the first token, per day and policy
with times as (
  select day, policy, epoch_ms(first_token_at) - epoch_ms(requested_at) as millis
  from turns
  where first_token_at >= requested_at)
select day, policy, count(*) as turns, quantile_cont(millis, 0.5) as p50, quantile_cont(millis, 0.95) as p95,
       quantile_cont(millis, 0.99) as p99
from times
group by day, policy
order by day, policy;
