-- Turns without a score, by reason
select unscored, count(*) as turns, count(distinct agent_id) as agents, max(sequenced_at) as last_at
from scored_turns
where unscored <> ''
group by unscored
order by turns desc;
