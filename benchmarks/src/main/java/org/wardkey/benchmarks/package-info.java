/**
 * Speed against the peers, as ratios within one run.
 *
 * <p>May depend on the provider's public API, JMH and the peers.
 */
@NullMarked
package org.wardkey.benchmarks;

import org.jspecify.annotations.NullMarked;
