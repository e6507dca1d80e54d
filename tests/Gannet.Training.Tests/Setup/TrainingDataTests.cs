using Gannet.Datasets;
using Gannet.Datasets.Checking;
using Gannet.Datasets.Reading;
using Gannet.Datasets.Synthesis;
using Gannet.Imaging.Codecs;
using Gannet.Training.Loading;
using Gannet.Training.Setup;

namespace Gannet.Training.Tests.Setup;

public sealed class TrainingDataTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void The_splits_of_the_data_set_are_used_where_it_has_them()
    {
        var data = TrainingData.Read(Make(4, 2), null, null, null, strict: true);
        Assert.Equal((4, 2), (data.Training.Images.Count, data.Validation!.Images.Count));
        Assert.Equal("4 pictures of split 'train' to learn from, 2 of 'val' to validate", data.Description);
        Assert.Empty(data.Problems);
    }

    [Fact]
    public void Without_a_validation_split_every_fifth_picture_is_held_out_the_same_ones_each_time()
    {
        var path = Make(11, 0);
        var data = TrainingData.Read(path, null, null, null, strict: false);
        Assert.Equal(["train-00004.png", "train-00009.png"], data.Validation!.Images.Select(static p => p.FileName));
        Assert.Equal(9, data.Training.Images.Count);
        Assert.Empty(data.Training.Images.Select(static p => p.Path).Intersect(data.Validation.Images.Select(static p => p.Path)));
        Assert.Contains("every fifth, 2, held out", data.Description, StringComparison.Ordinal);
        Assert.Null(TrainingData.Read(path, null, TrainingData.NoValidation, null, strict: false).Validation);
    }

    [Fact]
    public void Several_sources_are_learnt_together_and_validation_pictures_are_never_learnt()
    {
        var (first, second) = (TrainingData.Read(Make(4, 2), null), TrainingData.Read(Make(11, 0), null));
        var fewer = second with { Training = second.Training.AsOneClass("cell"), Validation = second.Validation!.AsOneClass("cell") };
        var merged = TrainingData.Merge([first, fewer]);
        Assert.Equal((13, 4), (merged.Training.Images.Count, merged.Validation!.Images.Count));
        Assert.Equal([.. first.Training.Classes, "cell"], merged.Training.Classes);
        Assert.Equal(merged.Training.Classes, merged.Validation.Classes);
        var truths = TrainingImage.From(merged.Training).Select(static p => p.GroundTruth).ToList();
        Assert.All(truths.Take(4), truth => Assert.DoesNotContain(first.Training.Classes.Count, truth.ActiveClasses!));
        Assert.All(truths.Skip(4), truth => Assert.Equal([first.Training.Classes.Count], truth.ActiveClasses!));
        Assert.StartsWith("2 sources: ", merged.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_with_more_objects_than_a_step_can_match_is_left_out()
    {
        var (few, many) = (Directory.GetFiles(Make(4, 0), "*.png", SearchOption.AllDirectories).Order().First(), _folder.File("csv"));
        Directory.CreateDirectory(many);
        foreach (var name in (string[])["few.png", "many.png"]) File.Copy(few, Path.Combine(many, name));
        File.WriteAllLines(Path.Combine(many, "boxes.csv"), [
            "few.png,1,1,20,20,cell", .. Enumerable.Range(0, 20_001).Select(static k => FormattableString.Invariant($"many.png,{k % 150 * .2:F1},{k / 150 * .2:F1},{k % 150 * .2 + 5:F1},{k / 150 * .2 + 5:F1},cell"))]);
        var data = TrainingData.Read(Path.Combine(many, "boxes.csv"), null, TrainingData.NoValidation);
        Assert.Equal(["few.png"], data.Training.Images.Select(static p => p.FileName));
        Assert.Contains(data.Problems, static p => p is { Kind: DataProblemKind.OverfullPicture, LeftOut: true });
    }

    [Fact]
    public void Too_few_pictures_are_all_learnt() => Assert.Null(TrainingData.Read(Make(4, 0), null, null, null, strict: false).Validation);

    [Fact]
    public void Where_no_split_is_for_training_the_validation_pictures_are_not_learnt()
    {
        var path = Make(4, 2);
        foreach (var file in Directory.GetFileSystemEntries(path, "*train", SearchOption.AllDirectories)) Directory.Move(file, Renamed(file));
        foreach (var file in Directory.GetFiles(path, "*train.json", SearchOption.AllDirectories)) File.Move(file, Renamed(file));
        var data = TrainingData.Read(path, null, null, null, strict: false);
        Assert.Equal((4, 2), (data.Training.Images.Count, data.Validation!.Images.Count));
        Assert.Empty(data.Training.Images.Select(static p => p.Path).Intersect(data.Validation.Images.Select(static p => p.Path)));

        static string Renamed(string file) => Path.Combine(Path.GetDirectoryName(file)!, Path.GetFileName(file).Replace("train", "plates", StringComparison.Ordinal));
    }

    [Fact]
    public void The_splits_of_COCO_and_their_years_are_known_and_a_test_split_is_never_learnt()
    {
        var path = Make(4, 2);
        var annotations = Path.Combine(path, "annotations");
        File.Copy(Path.Combine(annotations, "instances_val.json"), Path.Combine(annotations, "instances_test2017.json"));
        foreach (var split in (string[])["train", "val"])
        {
            File.Move(Path.Combine(annotations, $"instances_{split}.json"), Path.Combine(annotations, $"instances_{split}2017.json"));
            Directory.Move(Path.Combine(path, "images", split), Path.Combine(path, "images", split + "2017"));
        }

        Directory.CreateDirectory(Path.Combine(path, "images", "test2017"));
        foreach (var file in Directory.GetFiles(Path.Combine(path, "images", "val2017"), "*.png"))
            File.Copy(file, Path.Combine(path, "images", "test2017", Path.GetFileName(file)));

        var data = TrainingData.Read(path, null);
        Assert.Equal("4 pictures of split 'train2017' to learn from, 2 of 'val2017' to validate; not used: 'test2017'", data.Description);
        Assert.Equal((4, 2), (data.Training.Images.Count, data.Validation!.Images.Count));
        Assert.Equal(data.Description, TrainingData.Read(path, "train", "val").Description);

        foreach (var split in (string[])["train", "val"]) File.Delete(Path.Combine(annotations, $"instances_{split}2017.json"));
        Assert.Contains("has no split to learn from, only 'test2017'", Assert.Throws<InvalidDataException>(() => TrainingData.Read(path, null)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_picture_is_left_out_and_said()
    {
        var path = Make(4, 0);
        var damaged = Damage(path);
        var data = TrainingData.Read(path, null, null, null, strict: false);
        Assert.Equal(3, data.Training.Images.Count);
        var problem = Assert.Single(data.Problems);
        Assert.Equal((DataProblemKind.UnreadablePicture, true), (problem.Kind, problem.LeftOut));
        Assert.EndsWith(Path.GetFileName(damaged), problem.File, StringComparison.Ordinal);
        Assert.Contains("train-00000.png", Assert.Throws<InvalidDataException>(() => TrainingData.Read(path, null, null, null, strict: true)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_of_another_size_than_was_labelled_is_left_out_and_said()
    {
        var path = Make(4, 0);
        var file = Directory.GetFiles(path, "train-00000.png", SearchOption.AllDirectories).Single();
        ImageEncoder.Write(new Image(64, 64), file);
        var data = TrainingData.Read(path, null, null, null, strict: false);
        Assert.Equal(3, data.Training.Images.Count);
        var problem = Assert.Single(data.Problems);
        Assert.Equal((DataProblemKind.SizeMismatch, true), (problem.Kind, problem.LeftOut));
        Assert.Contains("state 128x128, the picture is 64x64", problem.What, StringComparison.Ordinal);
        Assert.Contains("train-00000.png", Assert.Throws<InvalidDataException>(() => TrainingData.Read(path, null, null, null, strict: true)).Message, StringComparison.Ordinal);
    }

    // The picture is stored as 23x17 pixels; its orientation makes it 17x23.
    [Fact]
    public void Labels_drawn_before_a_camera_s_picture_was_turned_upright_are_turned_and_said()
    {
        var path = _folder.File("camera");
        Directory.CreateDirectory(path);
        File.Copy(Repository.Fixture("pictures/orientation-6.jpg"), Path.Combine(path, "a.jpg"));
        File.WriteAllText(Path.Combine(path, "a.xml"), """
            <annotation><filename>a.jpg</filename><size><width>23</width><height>17</height></size>
            <object><name>cell</name><bndbox><xmin>3</xmin><ymin>2</ymin><xmax>9</xmax><ymax>5</ymax></bndbox></object></annotation>
            """);
        var data = TrainingData.Read(path, null, TrainingData.NoValidation, null, strict: true);
        var stored = DatasetReader.Read(path).Dataset.Images[0].Annotations[0].Box;
        Assert.Equal(stored.TurnRight(17), Assert.Single(TrainingImage.From(data.Training)).GroundTruth.Boxes[0]);
        Assert.Equal(DataProblemKind.TurnedLabels, Assert.Single(data.Problems).Kind);
    }

    [Fact]
    public void Splits_that_share_pictures_are_said()
    {
        var path = Make(4, 2, AnnotationFormat.Voc);
        var (train, val) = (Path.Combine(path, "ImageSets", "Main", "train.txt"), Path.Combine(path, "ImageSets", "Main", "val.txt"));
        File.Copy(train, val, overwrite: true);
        var problem = TrainingData.Read(path, null, null, null, strict: false).Problems.Single(static p => p.Kind == DataProblemKind.SharedPicture);
        Assert.Contains("share 4 pictures", problem.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_with_nothing_to_learn_or_to_validate_are_refused()
    {
        var path = Make(1, 1);
        Damage(path);
        Assert.Contains("there is no object to learn from in 0 pictures", Refusal(path), StringComparison.Ordinal);

        path = Make(1, 1);
        Damage(path, "val-00000.png");
        Assert.Contains("split 'val' has no pictures to validate on", Refusal(path), StringComparison.Ordinal);

        static string Refusal(string path) => Assert.Throws<InvalidDataException>(() => TrainingData.Read(path, null, null, null, strict: false)).Message;
    }

    public void Dispose() => _folder.Dispose();

    private string Make(int pictures, int validation, AnnotationFormat format = AnnotationFormat.Coco)
    {
        var path = _folder.File(Guid.NewGuid().ToString("N"));
        SmearDataset.Write(path, new() { Images = pictures, Validation = validation, Format = format, Fields = new() { Width = 128, Height = 128, MinCorpuscles = 15, MaxCorpuscles = 15 } });
        return path;
    }

    private static string Damage(string path, string name = "train-00000.png")
    {
        var file = Directory.GetFiles(path, name, SearchOption.AllDirectories).Single();
        using var stream = File.OpenWrite(file);
        stream.SetLength(stream.Length / 2);
        return file;
    }
}
