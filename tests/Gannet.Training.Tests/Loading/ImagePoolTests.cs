using Gannet.Detection;
using Gannet.Imaging.Codecs;
using Gannet.Training.Loading;

namespace Gannet.Training.Tests.Loading;

public sealed class ImagePoolTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void In_place_of_an_unreadable_picture_stands_the_next()
    {
        var pictures = Make(null, null, null);
        File.Delete(pictures[2].Path);
        var pool = Pool(pictures);
        Assert.Equal(3, pool.Count);
        Assert.Equal([1], pool.Read(1, GroundTruth.None).GroundTruth.Labels);
        Assert.Empty(pool.Skipped);
        var (image, truth) = pool.Read(2, GroundTruth.None);
        Assert.Equal((1, 0), (image.Width, truth.Labels[0]));
        Assert.Equal([pictures[2].Path], pool.Skipped.Select(static p => p.File));
        Assert.ThrowsAny<IOException>(() => Pool(pictures, isStrict: true).Read(2, GroundTruth.None));
    }

    // What one source does not label would count as background in the other.
    [Fact]
    public void Pictures_of_sources_with_other_classes_are_passed_over()
    {
        var pool = Pool(Make([0, 1], null, [0, 1], [2]));
        Assert.Equal([2], pool.Read(1, GroundTruth.None with { ActiveClasses = [0, 1] }).GroundTruth.Labels);
        Assert.Equal([0], pool.Read(3, GroundTruth.None with { ActiveClasses = [0, 1] }).GroundTruth.Labels);
        Assert.Equal([1], pool.Read(0, GroundTruth.None).GroundTruth.Labels);
        Assert.Throws<InvalidDataException>(() => pool.Read(0, GroundTruth.None with { ActiveClasses = [5] }));
    }

    public void Dispose() => _folder.Dispose();

    private static ImagePool Pool(TrainingImage[] pictures, bool isStrict = false) => new(pictures, new(pictures, room: 0), isStrict);

    // Picture k is k + 1 pixels wide.
    private TrainingImage[] Make(params int[]?[] active) => [.. active.Select((classes, k) =>
    {
        var path = _folder.File($"{k}.png");
        ImageEncoder.Write(new Image(k + 1, 2), path);
        return new TrainingImage(path, new([new(0, 0, 1, 1)], [k]) { ActiveClasses = classes });
    })];
}
