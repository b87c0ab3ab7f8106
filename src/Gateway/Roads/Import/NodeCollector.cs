namespace EdgeRelay.Gateway.Roads.Import;

/// <summary>Second reading of an extract: where the nodes lie that roads need, whatever their order in the file.</summary>
internal sealed class NodeCollector(NodeFilter needed, ExternalSort<NodePlace> places) : IOsmSink
{
    public bool WantsNodes => true;

    public bool WantsWays => false;

    public void Node(long id, int x, int y)
    {
        if (needed.MayHave(id))
        {
            places.Add(new NodePlace(id, x, y));
        }
    }

    public void Way(OsmWay way)
    {
    }
}
