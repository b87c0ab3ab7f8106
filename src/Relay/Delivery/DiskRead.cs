namespace EdgeRelay.Relay.Delivery;

/// <summary>What an endpoint's queue wants to be read from disk.</summary>
/// <param name="After">Rows beyond this number.</param>
/// <param name="Newest">What is known to be on disk now.</param>
/// <param name="WithBatches">The batches too: it is the first read, and they go before all else.</param>
internal readonly record struct DiskRead(long After, long Newest, bool WithBatches);
