/**
 * A small office: the requests, conventions, people and words that the tiny policy is pre-trained on and that the
 * demo's simulated users use.
 *
 * <pre>
 * reads       a seeded source of random numbers, handed in
 * writes      requests with one canonical reply per convention, corrections, thanks, rules, whole dialogues
 * guarantees  the same random numbers give the same text; held-out topics and wordings never occur in pre-training
 *             or in interactions
 * </pre>
 */
package io.molt.policy.office;
