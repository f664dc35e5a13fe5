/**
 * Users out of files.
 *
 * <pre>
 * reads       rounds: questions, feedback, checkers
 * writes      requests to the proxy; how the judge read the feedback
 * guarantees  a file is read whole before anything starts; a bad one is refused with its place
 * </pre>
 */
package io.molt.cli.simulate;
