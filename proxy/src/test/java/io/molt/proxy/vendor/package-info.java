/**
 * Answers as the vendors' references show them, written out by hand: what clients parse in the tests is not made by the
 * code that they test.
 */
package io.molt.proxy.vendor;
