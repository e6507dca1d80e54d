using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Gannet.Masks;

namespace Gannet.Tests.Masks;

public sealed class RunLengthTextTests
{
    // 31 needs a second letter, because its own fifth bit would be read as a sign; the fourth run is a difference.
    [Theory]
    [InlineData("3", new long[] { 3 })]
    [InlineData("o0", new long[] { 31 })]
    [InlineData("P1", new long[] { 32 })]
    [InlineData("521N", new long[] { 5, 2, 1, 0 })]
    public void Known_answers(string text, long[] runs)
    {
        Assert.Equal(runs, RunLengthText.Decode(text, pixels: 100));
        Assert.Equal(text, RunLengthText.Encode(Array.ConvertAll(runs, static run => (int)run)));
    }

    [Fact]
    public void Any_runs_come_back() => Prop.ForAll(
        Gen.Choose(0, 1 << 28).Or(Gen.Choose(0, 40)).ArrayOf().ToArbitrary(),
        static runs => RunLengthText.Decode(RunLengthText.Encode(runs), 1 << 28).SequenceEqual(runs.Select(static run => (long)run)))
        .QuickCheckThrowOnFailure();

    [SharedDataFact("data/coco-oracle/instances_val2014_fakesegm100_results.json")]
    public void Texts_that_pycocotools_wrote_are_written_again()
    {
        using var rows = JsonDocument.Parse(File.ReadAllText(Repository.Shared("data/coco-oracle/instances_val2014_fakesegm100_results.json")));
        Assert.All(rows.RootElement.EnumerateArray().ToList(), static row =>
        {
            var outline = row.GetProperty("segmentation");
            var text = outline.GetProperty("counts").GetString()!;
            var size = outline.GetProperty("size");
            Assert.Equal(text, RunLengthMask.From(new RunLengths(size[0].GetInt32(), size[1].GetInt32(), [], text)).ToRunLengths().Compressed);
        });
    }

    [Theory]
    [InlineData("3!", "letter 2")]
    [InlineData("3\u00e9", "U+00E9")]
    [InlineData("3o", "ends within run 1")]
    [InlineData("oooooooooooooo0", "too long")]
    [InlineData("O", "run 0 of the compressed mask is -1")]
    [InlineData("123M", "run 3")]
    [InlineData("T3", "run 0")]
    public void A_wrong_text_is_refused(string text, string word)
    {
        var error = Assert.Throws<InvalidDataException>(() => RunLengthText.Decode(text, pixels: 99));
        Assert.Contains(word, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_text_is_read_or_refused() => Prop.ForAll(
        Gen.Choose(40, 120).Select(static c => (char)c).ArrayOf().Select(static letters => new string(letters)).ToArbitrary(),
        static text =>
        {
            try
            {
                RunLengthMask.From(new RunLengths(20, 20, [], text));
            }
            catch (InvalidDataException)
            {
                // Refused with a message; any other exception fails the test.
            }
        }).QuickCheckThrowOnFailure();
}
