/**
 * Notebooks in Java: chapters over the tables, run here or in the reader's own Jupyter.
 *
 * <pre>
 * reads       notebook files; a home's tables and replays
 * writes      copies of notebooks with their outputs, pages of HTML, and replays that a chapter asks for
 * guarantees  cells run in order and a run ends at the first that fails, with its number; nothing of the home changes but replays
 * limits      a cell is code of whoever wrote the notebook and may do what the reader may do
 * </pre>
 */
package io.molt.cli.notebook;
