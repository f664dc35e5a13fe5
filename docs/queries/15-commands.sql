-- Who was told to learn what, and when
select agent_id, agent_seq, kind, arguments, given_to, given_at
from control
where entry = 'control'
order by given_at desc
limit 50;
