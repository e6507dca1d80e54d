using FsCheck;
using FsCheck.Fluent;
using Gannet.Kernels.NonMaximumSuppression;

namespace Gannet.Kernels.Tests.NonMaximumSuppression;

public sealed class MergedBoxTests
{
    [Fact]
    public void Per_class_is_each_class_alone() => Prop.ForAll(ArbitraryBoxes.Scored, static sample =>
    {
        var expected = sample.Labels.Distinct().SelectMany(label =>
        {
            var members = Enumerable.Range(0, sample.Labels.Length).Where(i => sample.Labels[i] == label).ToArray();
            return NonMaximumMerging.Merge([.. members.Select(i => sample.Boxes[i])], [.. members.Select(i => sample.Scores[i])])
                .Select(m => m with { Position = members[m.Position] });
        }).OrderByDescending(static m => m.Score).ThenBy(static m => m.Position);
        return NonMaximumMerging.MergePerClass(sample.Boxes, sample.Scores, sample.Labels).SequenceEqual(expected);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Lengths_must_agree()
    {
        Assert.Throws<ArgumentException>("labels", () => NonMaximumMerging.MergePerClass([new(0, 0, 1, 1)], [1], []));
        Assert.Throws<ArgumentException>("scores", () => NonMaximumMerging.MergePerClass([new(0, 0, 1, 1)], [], [1]));
    }
}
