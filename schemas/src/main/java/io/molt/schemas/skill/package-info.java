/**
 * Skills and the one form in which advice reaches a policy.
 *
 * <pre>
 * reads       -
 * writes      the topic skills
 * guarantees  a version never changes; a name is safe in a path
 * </pre>
 */
package io.molt.schemas.skill;
