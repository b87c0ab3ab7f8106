namespace EdgeRelay.Relay.Notices;

/// <summary>A level at which something is told.</summary>
/// <param name="At">Told when as much is measured; messages or seconds.</param>
/// <param name="Limit">The limit that it is a part of, or itself.</param>
/// <param name="Percent"><paramref name="At"/> in percent of <paramref name="Limit"/>; null where it is a limit of its own.</param>
public readonly record struct LimitStep(long At, long Limit, int? Percent);
