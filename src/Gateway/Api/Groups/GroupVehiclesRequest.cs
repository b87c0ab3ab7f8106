namespace EdgeRelay.Gateway.Api.Groups;

/// <summary>A change of the vehicles of a group: ids of at most 1,000 vehicles in all. Who is in already stays; who is not in need not leave.</summary>
internal sealed record GroupVehiclesRequest
{
    public IReadOnlyList<string>? Add { get; init; }

    public IReadOnlyList<string>? Remove { get; init; }
}
