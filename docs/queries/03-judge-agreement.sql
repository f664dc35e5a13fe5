-- How often a judge's votes agree on a turn
with turns as (
  select judge, turn_id, count(*) as votes, count(distinct score) as opinions
  from judgements
  where valid
  group by judge, turn_id)
select judge, count(*) as turns, avg(votes) as votes, avg(case when opinions = 1 then 1.0 else 0.0 end) as unanimous
from turns
group by judge
order by turns desc;
