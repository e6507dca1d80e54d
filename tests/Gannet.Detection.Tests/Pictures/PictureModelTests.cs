using Gannet.Detection.Merging;
using Gannet.Detection.Pictures;

namespace Gannet.Detection.Tests.Pictures;

public sealed class PictureModelTests
{
    [Fact]
    public void A_file_of_either_kind_finds_what_its_detector_finds()
    {
        using var folder = new TemporaryFolder();
        var (own, graph) = (folder.File("a.safetensors"), folder.File("a.onnx"));
        var picture = SmallDetector.Image(90, 70);
        using var detector = SmallDetector.Create();
        detector.Save(own);
        detector.ExportOnnx(graph);
        detector.Compile();
        var expected = detector.Detect([picture])[0];

        using var model = PictureModel.Open(own);
        Assert.Equal(("gannet_safetensors", 1), (model.Platform, model.BestTogether));
        Assert.Equal(detector.Classes, model.Classes);
        Assert.Equal(expected, model.Detect(picture));
        using var run = PictureModel.Open(graph);
        Assert.Equal(("onnx_onnxv1", 1), (run.Platform, run.MostTogether));
        Assert.Equal(detector.Classes, run.Classes);
        Assert.NotEmpty(run.Detect(picture));
    }

    // A batch has the arithmetic of its own size: the last bits may differ.
    [Fact]
    public void Pictures_of_one_shape_are_looked_at_together()
    {
        using var model = PictureModel.Of(SmallDetector.Create());
        Image[] pictures = [SmallDetector.Image(90, 70), SmallDetector.Image(90, 70, seed: 2), SmallDetector.Image(180, 140, seed: 3)];
        PreparedPicture[] prepared = [.. pictures.Select(picture => model.Prepare(picture))];
        Assert.Single(prepared.Select(static one => one.Shape).Distinct());

        var found = model.Detect(prepared);

        for (var n = 0; n < pictures.Length; n++)
        {
            var alone = model.Detect(pictures[n]);
            Assert.Equal(alone.Count, found[n].Count);
            for (var k = 0; k < alone.Count; k++) Assert.Equal(alone[k].Score, found[n][k].Score, 1e-3f);
        }
    }

    [Fact]
    public void An_input_is_made_in_given_memory_and_covers_what_was_there()
    {
        using var model = PictureModel.Of(SmallDetector.Create());
        var picture = SmallDetector.Image(60, 90);
        var expected = model.Prepare(picture).Input!;
        var memory = new float[expected.Pixels.Length + 100];
        Array.Fill(memory, float.NaN);

        var prepared = model.Prepare(picture, memory);

        Assert.Same(memory, prepared.Input!.Pixels);
        Assert.Equal(expected.Pixels, memory.Take(expected.Pixels.Length));
        Assert.NotSame(memory, model.Prepare(SmallDetector.Image(96, 96), new float[1]).Input!.Pixels);
    }

    [Fact]
    public void A_model_that_was_trained_on_tiles_looks_in_tiles()
    {
        var picture = SmallDetector.Image(150, 100);
        var detector = SmallDetector.Create("detections.tiles=64");
        using var model = PictureModel.Of(detector);

        Assert.Equal(1, model.MostTogether);
        Assert.Same(picture, model.Prepare(picture).Pixels);
        Assert.Equal(TiledDetection.Of(detector)!.Detect(picture, score: 0), model.Detect(picture));
    }

    [Theory]
    [InlineData("a.onnx", true)]
    [InlineData("models/A.ONNX", true)]
    [InlineData("a.safetensors", false)]
    [InlineData("onnx", false)]
    public void Graphs_are_known_by_their_names(string path, bool isGraph) => Assert.Equal(isGraph, PictureModel.IsGraph(path));

    [Fact]
    public void What_is_no_model_is_refused()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in (string[])["a.safetensors", "a.onnx"])
        {
            Assert.Throws<FileNotFoundException>(() => PictureModel.Open(folder.File(name)));
            File.WriteAllText(folder.File(name), "no model");
            Assert.Throws<InvalidDataException>(() => PictureModel.Open(folder.File(name)));
        }
    }
}
