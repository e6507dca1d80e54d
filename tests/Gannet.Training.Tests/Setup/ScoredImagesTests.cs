using Gannet.Datasets;
using Gannet.Datasets.Reading;
using Gannet.Datasets.Synthesis;
using Gannet.Training.Setup;

namespace Gannet.Training.Tests.Setup;

public sealed class ScoredImagesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void The_validation_split_is_scored_where_there_is_one()
    {
        var path = Make(4, 2);
        var scored = ScoredImages.Of(path, null);
        Assert.Equal(("val", false), (scored.Split, scored.OnlyHeldOut));
        Assert.StartsWith("Scoring split 'val'", scored.Description, StringComparison.Ordinal);
        Assert.Equal(new(null, false, null), ScoredImages.Of(path, ScoredImages.All));
        Assert.Equal(new("train", false, null), ScoredImages.Of(path, "train"));
        Assert.Equal("val", ScoredImages.Of(path, ScoredImages.HeldOut).Split);
    }

    [Fact]
    public void Else_the_very_pictures_that_a_training_holds_out()
    {
        var path = Make(11, 0);
        var held = TrainingData.Read(path, null).Validation!.Images.Select(static p => p.Path);
        var scored = ScoredImages.Of(path, null);
        Assert.Equal(held, scored.Of(Read(path, scored.Split)).Images.Select(static p => p.Path));
        Assert.Contains("every fifth picture of split 'train'", scored.Description, StringComparison.Ordinal);
        Assert.Equal(11, ScoredImages.Of(path, "all").Of(Read(path, null)).Images.Count);
    }

    [Fact]
    public void Too_few_to_hold_any_out_are_all_scored()
    {
        var path = Make(4, 0);
        Assert.Equal(4, ScoredImages.Of(path, null).Of(Read(path, null)).Images.Count);
    }

    [Fact]
    public void The_file_of_a_validation_split_is_scored_whole()
    {
        var path = Make(1, 5);
        Assert.Equal(new(null, false, null), ScoredImages.Of(Path.Combine(path, "annotations", "instances_val.json"), null));
        Assert.True(ScoredImages.Of(Path.Combine(path, "annotations", "instances_train.json"), null).OnlyHeldOut);
    }

    public void Dispose() => _folder.Dispose();

    private static AnnotatedDataset Read(string path, string? split) => DatasetReader.Read(path, new() { Split = split }).Dataset;

    private string Make(int pictures, int validation)
    {
        var path = _folder.File(Guid.NewGuid().ToString("N"));
        SmearDataset.Write(path, new() { Images = pictures, Validation = validation, Fields = new() { Width = 128, Height = 128, MinCorpuscles = 15, MaxCorpuscles = 15 } });
        return path;
    }
}
