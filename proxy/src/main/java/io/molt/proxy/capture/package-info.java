/**
 * Records every turn.
 *
 * <pre>
 * reads       requests at their arrival, answers at their end
 * writes      the topic turns, keyed by agent and session
 * guarantees  never fails a request; one that comes faster than can be recorded begins a second later at most; a reply
 *             follows its request; what does not fit is dropped and counted
 * limits      which bodies a session has carried is forgotten at restart: then a keyframe carries all of them again
 * </pre>
 */
package io.molt.proxy.capture;
