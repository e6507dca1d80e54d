using Gannet.Runtime.Format;
using Gannet.Testing;

namespace Gannet.Runtime.Tests;

public sealed class OnnxDetectorTests
{
    private static readonly float[] s_boxes = [1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0];

    [Fact]
    public void Detections_are_those_above_the_score_with_their_class()
    {
        using var detector = Open(Graph());
        Assert.Equal(["cat", "dog"], detector.Classes);
        Assert.Equal([new(new(1, 2, 3, 4), 1, 0.9f) { Class = "dog" }, new(new(5, 6, 7, 8), 2, 0.4f)], detector.Detect(new Image(5, 4), score: 0.3f));
        Assert.Equal(0.9f, Assert.Single(detector.Detect(new Image(5, 4))).Score);
    }

    [Fact]
    public void Pixels_arrive_as_planes_from_0_to_1()
    {
        // The scores are the means of the colours, so that the red one is first.
        var graph = new SmallGraph().Input("image", OnnxTensor.From<float>(new float[60], 3, 4, 5)).Node("ReduceMean", ["image"], ["scores"], ("axes", (int[])[1, 2]), ("keepdims", 0))
            .Constant("b", OnnxTensor.From<float>(s_boxes, 3, 4)).Node("Identity", ["b"], ["boxes"])
            .Constant("l", OnnxTensor.From<long>([0, 1, 2], 3)).Node("Identity", ["l"], ["labels"])
            .Output("boxes").Output("labels", OnnxElementType.Int64).Output("scores");
        var picture = new Image(5, 4);
        for (var k = 0; k < 20; k++) (picture.Pixels[3 * k], picture.Pixels[3 * k + 1], picture.Pixels[3 * k + 2]) = (255, 51, 0);
        using var detector = Open(graph);
        Assert.Equal([1, 0.2f, 0], detector.Detect(picture, score: 0).Select(static d => d.Score), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Empty(detector.Classes);
    }

    [Fact]
    public void Masks_belong_to_their_detections()
    {
        var pixels = new bool[3 * 20];
        pixels[20 + 7] = pixels[20 + 12] = true;
        using var detector = Open(Graph().Constant("m", OnnxTensor.From<bool>(pixels, 3, 4, 5)).Node("Identity", ["m"], ["masks"]).Output("masks", OnnxElementType.Bool));
        var masks = detector.Detect(new Image(5, 4), score: 0).Select(static d => Masks.RunLengthMask.From(d.Mask!)).ToArray();
        Assert.Equal([0, 2], masks.Select(static m => (int)m.Area));
        Assert.Equal(1, masks[1].ToBitmap()[7]);
        Assert.Throws<InvalidDataException>(() => detector.Detect(new Image(6, 4), score: 0));
    }

    [Fact]
    public void A_graph_that_is_no_detector_is_named_with_what_it_takes_and_gives()
    {
        var graph = new SmallGraph().Input("x", OnnxTensor.From<float>(new float[4], 4)).Node("Relu", ["x"], ["y"]).Output("y");
        var error = Assert.Throws<InvalidDataException>(() => Open(graph));
        Assert.StartsWith("test.onnx: is not a detector for one picture: it takes x and gives y", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_list_of_classes_is_refused()
    {
        var graph = Graph();
        graph.Model.MetadataProps[0].Value = "[\"cat\"";
        Assert.Contains("list of classes is damaged", Assert.Throws<InvalidDataException>(() => Open(graph)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Outputs_that_do_not_fit_together_are_refused()
    {
        using var detector = Open(Graph(labels: [1, 2]));
        Assert.Contains("2 labels for 3 scores", Assert.Throws<InvalidDataException>(() => detector.Detect(new Image(5, 4))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_graph_for_one_size_names_it()
    {
        var graph = Graph();
        var shape = graph.Model.Graph.Input[0].Type.TensorType.Shape;
        (shape.Dim[1], shape.Dim[2]) = (new() { DimValue = 4 }, new() { DimValue = 5 });
        using var detector = Open(graph);
        Assert.Equal(0.9f, Assert.Single(detector.Detect(new Image(5, 4))).Score);
        Assert.Contains("takes pictures of 5 × 4 pixels, not 6 × 4", Assert.Throws<InvalidDataException>(() => detector.Detect(new Image(6, 4))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_read_and_a_missing_one_named()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("m.onnx"), Graph().Bytes);
        using var detector = OnnxDetector.Load(folder.File("m.onnx"));
        Assert.Equal("cats and dogs", detector.Metadata["about"]);
        Assert.Throws<FileNotFoundException>(() => OnnxDetector.Load(folder.File("none.onnx")));
    }

    // Finds the same in every picture: a dog, an object of an unknown class, and an unused place.
    private static SmallGraph Graph(long[]? labels = null)
    {
        labels ??= [1, 2, -1];
        var graph = new SmallGraph().Input("image", OnnxTensor.From<float>(new float[60], 3, 4, 5))
            .Constant("b", OnnxTensor.From<float>(s_boxes, 3, 4)).Node("Identity", ["b"], ["boxes"])
            .Constant("l", OnnxTensor.From<long>(labels, labels.Length)).Node("Identity", ["l"], ["labels"])
            .Constant("s", OnnxTensor.From<float>([0.9f, 0.4f, 0.9f], 3)).Node("Identity", ["s"], ["scores"])
            .Output("boxes").Output("labels", OnnxElementType.Int64).Output("scores");
        graph.Model.MetadataProps.Add(new StringStringEntryProto { Key = "gannet.classes", Value = "[\"cat\",\"dog\"]" });
        graph.Model.MetadataProps.Add(new StringStringEntryProto { Key = "about", Value = "cats and dogs" });
        return graph;
    }

    private static OnnxDetector Open(SmallGraph graph) => new(OnnxSession.Load(graph.Bytes), "test.onnx");
}
