-- Turns whose reward changed after it was given
select agent_id, turn_id, list(reward order by revision) as rewards, max(sequenced_at) as last_at
from scored_turns_all
where turn_id in (select turn_id from scored_turns_all where revision > 0)
group by agent_id, turn_id
having count(distinct reward) > 1
order by last_at desc
limit 50;
