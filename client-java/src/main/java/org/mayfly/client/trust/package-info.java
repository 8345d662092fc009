/** Which servers a client believes: the machine's certificate authorities, or exactly those of one PEM file; never all. */
@NullMarked
package org.mayfly.client.trust;

import org.jspecify.annotations.NullMarked;
