"use strict";
document.querySelectorAll("input[data-filter]").forEach(function (box) {
  var turns = document.querySelectorAll("#" + box.dataset.filter + " details");
  box.hidden = false;
  box.addEventListener("input", function () {
    var wanted = box.value.toLowerCase();
    turns.forEach(function (turn) {
      turn.hidden = !turn.textContent.toLowerCase().includes(wanted);
    });
  });
});
function openTarget() {
  var turn = location.hash ? document.getElementById(location.hash.slice(1)) : null;
  if (turn) {
    turn.open = true;
  }
}
window.addEventListener("hashchange", openTarget);
openTarget();
