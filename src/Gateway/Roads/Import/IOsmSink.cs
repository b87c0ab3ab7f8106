namespace EdgeRelay.Gateway.Roads.Import;

/// <summary>Takes what a reader finds in an extract, in the order of the file.</summary>
internal interface IOsmSink
{
    /// <summary>False lets the reader skip nodes.</summary>
    bool WantsNodes { get; }

    /// <summary>False lets the reader skip ways.</summary>
    bool WantsWays { get; }

    /// <param name="x">Longitude in ten-millionths of a degree, within ±180°.</param>
    /// <param name="y">Latitude in ten-millionths of a degree, within ±90°.</param>
    void Node(long id, int x, int y);

    /// <param name="way">Filled anew for each way; the sink keeps nothing of it.</param>
    void Way(OsmWay way);
}
