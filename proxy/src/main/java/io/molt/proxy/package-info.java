/**
 * The gateway that agents talk to: wiring and settings.
 *
 * <pre>
 * reads       settings, the topics adapters and skills
 * writes      the topic turns
 * guarantees  recording never slows or breaks an answer; an adapter swap neither fails nor holds a request
 * </pre>
 */
package io.molt.proxy;
