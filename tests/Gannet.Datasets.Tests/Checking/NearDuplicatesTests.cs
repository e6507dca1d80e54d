using Gannet.Datasets.Checking;
using Gannet.Imaging.Codecs;

namespace Gannet.Datasets.Tests.Checking;

public sealed class NearDuplicatesTests
{
    [Fact]
    public void Each_picture_is_paired_with_the_most_similar_one_before_it()
    {
        // Bits that are set: none, 25, 128, 24 of the second's 25, unreadable.
        PictureHash?[] hashes = [Bits(0), Bits(25), new(~0UL, ~0UL, 0, 0), Bits(24), null];
        Assert.Equal([new(0, 1, 25), new(1, 3, 1)], NearDuplicates.Find(hashes));
        Assert.Empty(NearDuplicates.Find([Bits(0), Bits(26)]));
    }

    [LinuxFact]
    public void A_picture_that_cannot_be_read_has_no_hash()
    {
        using var folder = new DatasetFolder().Text("b.png", "no picture");
        ImageEncoder.Write(new Image(4, 4), Path.Combine(folder.Path, "a.png"));
        AnnotatedImage[] pictures = [.. new[] { "a.png", "b.png", "gone.png" }.Select(name => Scene.Image(1) with { Path = Path.Combine(folder.Path, name) })];
        Assert.Equal([true, false, false], NearDuplicates.Hash(pictures).Select(static hash => hash is not null));
    }

    private static PictureHash Bits(int count) => new((1UL << count) - 1, 0, 0, 0);
}
