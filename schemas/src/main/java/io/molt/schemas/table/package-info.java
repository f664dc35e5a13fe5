/**
 * The rows of the tables, one record per table.
 *
 * <p>Column names follow from component names: snake case, nested records flattened, {@code ...AtMillis} becomes a UTC
 * timestamp {@code ..._at}. No two components of a row may share a name.
 *
 * <pre>
 * reads       records of the other packages
 * writes      rows
 * guarantees  every table is named in {@link io.molt.schemas.table.Tables} and nowhere else
 * </pre>
 */
package io.molt.schemas.table;
