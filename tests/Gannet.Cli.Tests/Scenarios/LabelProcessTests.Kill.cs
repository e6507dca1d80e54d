using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gannet.Datasets.Editing;
using Gannet.Datasets.Reading;
using Gannet.Imaging.Codecs;

namespace Gannet.Cli.Tests.Scenarios;

// SIGKILL while labels are being saved.
public sealed partial class LabelProcessTests
{
    private const int Pictures = 3, Boxes = 200, Kills = 8, MostDelay = 300;

    // Every save gives all boxes of a picture the number of the save as their width. So a picture shows which save it holds, and whether it holds
    // one at all. Half of the kills come while a file is being written, half at any time.
    [SlowTheory]
    [InlineData("voc")]
    [InlineData("yolo")]
    [InlineData("coco")]
    public async Task A_save_that_is_killed_leaves_the_labels_before_or_after_it(string format)
    {
        using var folder = new TemporaryFolder();
        var data = folder.File("pictures");
        for (var k = 0; k < Pictures; k++) ImageEncoder.Write(new Image(1000, 60), Path.Combine(Directory.CreateDirectory(data).FullName, $"p{k}.png"));
        var (random, held, save) = (new Random(1), new int[Pictures], 0);
        for (var kill = 0; kill < Kills; kill++)
        {
            using var process = Start(["--data", data, "--format", format, "--classes", "pin", "--out", folder.File("runs")]);
            using var client = await ConnectAsync(process);
            var first = save;
            var killed = Task.Run(() => KillAsync(process, data, kill % 2 == 0 ? null : random.Next(MostDelay)));
            var picture = 0;
            try
            {
                for (; !killed.IsCompleted; picture = (picture + 1) % Pictures)
                {
                    save++;
                    await SaveAsync(client, picture, save);
                    held[picture] = save;
                }
            }
            catch (Exception error) when (error is HttpRequestException or IOException)
            {
                // Killed: the last save is there, or the one before it.
            }

            await killed;
            await process.WaitForExitAsync();
            Assert.True(save > first, "killed before it saved anything");
            var editor = DatasetEditor.Open(data, new());
            for (var p = 0; p < Pictures; p++)
            {
                var widths = editor.Read(p).Boxes.Select(static box => (int)(box.X2 - box.X1)).ToList();
                var number = widths.Count == 0 ? 0 : Assert.Single(widths.Distinct());
                Assert.True(widths.Count is 0 or Boxes, $"{widths.Count} boxes");
                Assert.True(number == held[p] || (p == picture && number == save), $"{format}: picture {p} holds save {number}; {held[p]} was confirmed, and {save} was sent last, for {picture}");
                held[p] = number;
            }

            Assert.Equal(held.Count(static number => number > 0) * Boxes, DatasetReader.Read(data).Dataset.Images.Sum(static image => image.Annotations.Count));
        }
    }

    private static async Task SaveAsync(HttpClient client, int picture, int number)
    {
        var revision = (string)JsonNode.Parse(await client.GetStringAsync($"/api/pictures/{picture}/labels"))!["revision"]!;
        var boxes = Enumerable.Range(0, Boxes).Select(k => new { @class = "pin", x1 = k % 20, y1 = k / 20, x2 = k % 20 + number, y2 = k / 20 + 20 });
        using var answer = await client.PutAsJsonAsync($"/api/pictures/{picture}/labels", new { revision, labelled = true, boxes });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    // Without a delay: as soon as a file is being written, after a few that were.
    private static async Task KillAsync(Process process, string data, int? delay)
    {
        if (delay is { } milliseconds) await Task.Delay(MostDelay + milliseconds);
        else
        {
            var known = Unfinished(data);
            for (var seen = 0; seen < 3 && !process.HasExited;)
            {
                if (Unfinished(data).Except(known).FirstOrDefault() is not { } file) continue;
                known = [.. known, file];
                seen++;
            }
        }

        process.Kill();
    }

    private static string[] Unfinished(string data) => Directory.GetFiles(data, ".*.tmp", SearchOption.AllDirectories);
}
