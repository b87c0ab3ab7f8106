namespace EdgeRelay.Rules.Landmarks;

/// <summary>Takes what a search in a <see cref="BoxTree"/> finds.</summary>
internal interface IBoxVisitor
{
    void Visit(int item);
}
