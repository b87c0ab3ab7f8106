using EdgeRelay.Mqtt.Broker;
using EdgeRelay.Testing;

namespace EdgeRelay.Mqtt.Tests.Broker;

/// <summary>Which filters match which topics (MQTT 5.0, section 4.7).</summary>
public sealed class TopicTreeTests
{
    [Theory]
    [InlineData("sport/tennis/player1/#", "sport/tennis/player1", true)]
    [InlineData("sport/tennis/player1/#", "sport/tennis/player1/ranking", true)]
    [InlineData("sport/tennis/player1/#", "sport/tennis/player1/score/wimbledon", true)]
    [InlineData("sport/#", "sport", true)]
    [InlineData("#", "a/b", true)]
    [InlineData("#", "$SYS/a", false)]
    [InlineData("+/a", "$SYS/a", false)]
    [InlineData("$SYS/#", "$SYS/a", true)]
    [InlineData("sport/tennis/+", "sport/tennis/player1", true)]
    [InlineData("sport/tennis/+", "sport/tennis/player1/ranking", false)]
    [InlineData("sport/+", "sport", false)]
    [InlineData("sport/+", "sport/", true)]
    [InlineData("+/+", "/finance", true)]
    [InlineData("/+", "/finance", true)]
    [InlineData("+", "/finance", false)]
    [InlineData("a", "A", false)]
    public void The_examples_of_the_specification_hold(string filter, string topic, bool matches)
    {
        Assert.Equal(matches, MatchesByFilter(filter, topic));
        Assert.Equal(matches, MatchesByTopic(filter, topic));
    }

    [Fact]
    public void Both_ways_of_looking_agree_with_a_matcher_that_walks_level_by_level()
    {
        var luck = new Random(Seeds.Next());
        for (var round = 0; round < Seeds.Times(2_000, 200_000); round++)
        {
            var filters = Enumerable.Range(0, 8).Select(_ => Filter(luck)).Distinct().ToList();
            var topics = Enumerable.Range(0, 8).Select(_ => Topic(luck)).Distinct().ToList();
            var byFilter = Tree(filters);
            var byTopic = Tree(topics);
            foreach (var topic in topics)
            {
                var found = new List<string>();
                byFilter.Matching(topic, found);
                Assert.Equal(filters.Where(f => Matches(f, topic)).Order(), found.Order());
            }

            foreach (var filter in filters)
            {
                var found = new List<string>();
                byTopic.Under(filter, found);
                Assert.Equal(topics.Where(t => Matches(filter, t)).Order(), found.Order());
            }
        }
    }

    [Fact]
    public void What_is_removed_leaves_nothing_behind()
    {
        var tree = Tree(["a/b", "a/b/c", "a/+"]);

        Assert.True(tree.Remove("a/b"));
        Assert.False(tree.Remove("a/b"));
        Assert.False(tree.Remove("a"));
        Assert.Equal("a/b/c", tree.Find("a/b/c"));
        Assert.True(tree.Remove("a/b/c"));
        Assert.True(tree.Remove("a/+"));

        var found = new List<string>();
        tree.Under("#", found);
        Assert.Empty(found);
    }

    [Theory]
    [InlineData("a/#/b")]
    [InlineData("a#")]
    [InlineData("a/b+")]
    [InlineData("")]
    [InlineData("$share//a")]
    [InlineData("$share/g")]
    [InlineData("$share/g/")]
    [InlineData("$share/+/a")]
    [InlineData("1/2/3/4/5")]
    public void An_unlawful_filter_is_told(string text) => Assert.False(FilterText.TryParse(text, maximumLevels: 4, out _));

    [Fact]
    public void A_shared_filter_is_split()
    {
        Assert.True(FilterText.TryParse("$share/workers/a/+", 4, out var parsed));
        Assert.Equal(("$share/workers/a/+", "workers", "a/+"), (parsed.Whole, parsed.Share, parsed.Filter));
    }

    private static bool MatchesByFilter(string filter, string topic)
    {
        var found = new List<string>();
        Tree([filter]).Matching(topic, found);
        return found.Count == 1;
    }

    private static bool MatchesByTopic(string filter, string topic)
    {
        var found = new List<string>();
        Tree([topic]).Under(filter, found);
        return found.Count == 1;
    }

    private static TopicTree<string> Tree(IEnumerable<string> keys)
    {
        var tree = new TopicTree<string>();
        foreach (var key in keys)
        {
            tree.Set(key, key);
        }

        return tree;
    }

    private static bool Matches(string filter, string topic)
    {
        var (wanted, levels) = (filter.Split('/'), topic.Split('/'));
        if (topic.StartsWith('$') && wanted[0] is "+" or "#" && topic.StartsWith('$'))
        {
            return false;
        }

        for (var i = 0; i < wanted.Length; i++)
        {
            if (wanted[i] == "#")
            {
                return true;
            }

            if (i >= levels.Length || (wanted[i] != "+" && wanted[i] != levels[i]))
            {
                return false;
            }
        }

        return wanted.Length == levels.Length || (wanted.Length == levels.Length + 1 && wanted[^1] == "#");
    }

    private static string Topic(Random luck) =>
        string.Join('/', Enumerable.Range(0, luck.Next(1, 5)).Select(i => Level(luck, i == 0)));

    private static string Filter(Random luck)
    {
        var levels = Enumerable.Range(0, luck.Next(1, 5)).Select(i => luck.Next(4) == 0 ? "+" : Level(luck, i == 0)).ToList();
        if (luck.Next(3) == 0)
        {
            levels.Add("#");
        }

        return string.Join('/', levels);
    }

    private static string Level(Random luck, bool first) => luck.Next(4) switch
    {
        0 => "a",
        1 => "b",
        2 => "",
        _ => first ? "$x" : "c",
    };
}
