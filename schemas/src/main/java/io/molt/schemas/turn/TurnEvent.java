package io.molt.schemas.turn;

/** What the topic {@code turns} carries. */
public sealed interface TurnEvent permits TurnRequested, TurnAnswered, MessageChunk, Outcome {}
