using System.Text.Json;
using Gannet.Evaluation.Results;

namespace Gannet.Evaluation.Tests.Results;

public sealed class DetectionsWriterTests
{
    private static readonly string[] s_classes = ["cat", "dog"];

    [Fact]
    public void Without_numbers_of_their_own_classes_are_counted_from_one()
    {
        using var stream = new MemoryStream();
        DetectionsWriter.Write(stream, [Image(0), Image(1)], s_classes);
        using var json = JsonDocument.Parse(stream.ToArray());
        Assert.Equal([1, 2], json.RootElement.EnumerateArray().Select(static row => row.GetProperty("category_id").GetInt32()));
        Assert.Equal(s_classes, json.RootElement.EnumerateArray().Select(static row => row.GetProperty("category").GetString()!));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(-1)]
    public void A_label_that_is_no_class_is_refused(int label) =>
        Assert.Contains($"label {label}", Assert.Throws<ArgumentException>(() => DetectionsWriter.Write(Stream.Null, [Image(label)], s_classes)).Message, StringComparison.Ordinal);

    // More than the writer holds before a flush.
    [Fact]
    public void Many_rows_are_all_written()
    {
        using var stream = new MemoryStream();
        DetectionsWriter.Write(stream, Enumerable.Repeat(Image(1), 3000), s_classes);
        using var json = JsonDocument.Parse(stream.ToArray());
        Assert.Equal(3000, json.RootElement.GetArrayLength());
    }

    private static ImageDetections Image(int label) => new(7, "7.jpg", [new(new(0, 0, 5, 5), label, .5f)]);
}
