/** The REST interface of docs/api.md: one package a feature, transport only. */
@NullMarked
package org.mayfly.endpoint.rest;

import org.jspecify.annotations.NullMarked;
