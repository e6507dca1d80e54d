using System.Collections.Concurrent;
using System.Net;
using Gannet.Serving.Models;
using Microsoft.Extensions.DependencyInjection;

namespace Gannet.Serving.Tests.Models;

public class ModelLoaderTests
{
    private readonly byte[] _picture = TestService.Picture();

    [Fact]
    public async Task A_replaced_file_is_served_without_a_dropped_request()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("cells.safetensors"), "0.1");
        var models = new ConcurrentDictionary<string, FakeModel>();
        await using var service = await TestService.StartAsync(options => Watch(options, folder.Path, models));
        using var stop = new CancellationTokenSource();
        var seen = new ConcurrentDictionary<string, int>();
        var asking = Enumerable.Range(0, 4).Select(async _ =>
        {
            while (!stop.IsCancellationRequested)
            {
                var answer = await service.DetectedAsync(_picture, "?score=0"); // fails unless it is answered with 200
                var version = (string)answer["model"]!["version"]!;
                seen.AddOrUpdate($"{version} {(double)answer["detections"]![0]!["score"]!}", 1, static (_, count) => count + 1);
            }
        }).ToList();

        await Eventually.Of(() => !seen.IsEmpty);
        foreach (var content in (string[])["0.25", "0.5", "0.75"])
        {
            var (old, before) = (service.Catalog.Get("cells"), seen.Count);
            AtomicFile.Write(folder.File("cells.safetensors"), stream => stream.Write(System.Text.Encoding.ASCII.GetBytes(content)));
            await Eventually.Of(() => service.Catalog.Get("cells") != old && seen.Count > before);
            await old.Ended;
        }

        await stop.CancelAsync();
        await Task.WhenAll(asking);
        Assert.Equal(4, seen.Count); // each version gives its own score, never another's
        Assert.Equal(4, models.Count);
        Assert.Equal([false, true, true, true], models.Values.Select(static model => model.IsDisposed).Order());
        Assert.Empty(service.Log.Errors);
    }

    [Fact]
    public async Task A_retired_version_finishes_what_it_accepted()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("cells.safetensors"), "0.25");
        var models = new ConcurrentDictionary<string, FakeModel>();
        await using var service = await TestService.StartAsync(options => Watch(options, folder.Path, models));
        var first = models["0.25"];
        first.Close();
        var accepted = Enumerable.Range(0, 3).Select(_ => service.DetectedAsync(_picture, "?score=0")).ToList();
        await Eventually.Of(() => service.Catalog.Get("cells").Queue.Places == 3);

        File.WriteAllText(folder.File("cells.safetensors"), "0.5");
        await Eventually.Of(() => models.ContainsKey("0.5"));
        Assert.Equal(0.5, Score(await service.DetectedAsync(_picture, "?score=0")));
        Assert.False(first.IsDisposed);
        first.Open();

        Assert.All(await Task.WhenAll(accepted), static answer => Assert.Equal(0.25, Score(answer)));
        await Eventually.Of(() => first.IsDisposed);
    }

    [Fact]
    public async Task A_damaged_file_leaves_the_old_version_and_is_tried_again_when_it_changes()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("cells.safetensors"), "0.25");
        var models = new ConcurrentDictionary<string, FakeModel>();
        await using var service = await TestService.StartAsync(options => Watch(options, folder.Path, models));

        File.WriteAllText(folder.File("cells.safetensors"), "broken");
        await Eventually.Of(() => service.Log.Errors.Any(static line => line.Contains("not loaded", StringComparison.Ordinal)));
        Assert.Equal(0.25, Score(await service.DetectedAsync(_picture, "?score=0")));
        File.WriteAllText(folder.File("cells.safetensors"), "0.75");
        await Eventually.Of(() => models.ContainsKey("0.75"));

        Assert.Equal(0.75, Score(await service.DetectedAsync(_picture, "?score=0")));
        Assert.Single(service.Log.Errors);
    }

    [Fact]
    public async Task The_highest_number_of_a_folder_is_served_and_models_come_and_go()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("cells"));
        File.WriteAllText(folder.File("cells/2.safetensors"), "0.25");
        File.WriteAllText(folder.File("cells/notes.safetensors"), "broken");
        File.WriteAllText(folder.File("cells/.3.safetensors"), "broken");
        Directory.CreateDirectory(folder.File("empty"));
        var models = new ConcurrentDictionary<string, FakeModel>();
        await using var service = await TestService.StartAsync(options => Watch(options, folder.Path, models));
        Assert.Equal("2", service.Catalog.Get("cells").Version);

        File.WriteAllText(folder.File("cells/10.safetensors"), "0.5");
        File.WriteAllText(folder.File("beads.safetensors"), "0.75");
        await Eventually.Of(() => service.Catalog.All is [{ Name: "beads" }, { Version: "10" }]);
        Assert.Equal(0.5, Score(await service.DetectedAsync(_picture, "?score=0&model=cells")));

        File.Delete(folder.File("beads.safetensors"));
        await Eventually.Of(() => service.Catalog.All is [{ Name: "cells" }]);
        Assert.Equal(HttpStatusCode.NotFound, (await service.DetectAsync(_picture, "?model=beads")).StatusCode);
        await Eventually.Of(() => models["0.75"].IsDisposed);
    }

    [Fact]
    public async Task What_changes_between_two_looks_is_left_alone()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("cells.safetensors");
        File.WriteAllText(path, "0.25");
        var models = new ConcurrentDictionary<string, FakeModel>();
        await using var service = await TestService.StartAsync(options =>
        {
            Watch(options, folder.Path, models);
            options.WatchInterval = TimeSpan.FromHours(1);
        });
        var loader = service.Services.GetRequiredService<ModelLoader>();

        for (var k = 0; k < 5; k++)
        {
            File.AppendAllText(path, "0"); // a copy in progress
            await loader.LookAsync();
        }

        Assert.Single(models);
        await loader.LookAsync();
        Assert.Equal(2, models.Count);
        await loader.LookAsync();
        Assert.Equal(2, models.Count);
    }

    [Fact]
    public async Task What_cannot_be_served_is_said_before_the_service_listens()
    {
        using var folder = new TemporaryFolder();
        await Assert.ThrowsAsync<FileNotFoundException>(() => TestService.StartAsync(options => options.Models.Add(folder.File("none.safetensors"))));
        await Assert.ThrowsAsync<DirectoryNotFoundException>(() => TestService.StartAsync(options => options.ModelFolder = folder.File("none")));
        var empty = await Assert.ThrowsAsync<InvalidDataException>(() => TestService.StartAsync(options => options.ModelFolder = folder.Path));
        Assert.Contains(folder.Path, empty.Message, StringComparison.Ordinal);

        File.WriteAllText(folder.File("broken.safetensors"), "this is no model");
        var broken = await Assert.ThrowsAsync<InvalidDataException>(() => TestService.StartAsync(options => options.Models.Add(folder.File("broken.safetensors"))));
        Assert.Contains("broken.safetensors", broken.Message, StringComparison.Ordinal);
        Directory.CreateDirectory(folder.File("broken"));
        File.WriteAllText(folder.File("broken/1.onnx"), "this is no model");
        var twice = await Assert.ThrowsAsync<InvalidDataException>(() => TestService.StartAsync(options => options.ModelFolder = folder.Path));
        Assert.Contains("rename", twice.Message, StringComparison.Ordinal);
    }

    private static double Score(System.Text.Json.Nodes.JsonNode answer) => (double)answer["detections"]![0]!["score"]!;

    // A file holds the score of its model; a trailing zero changes nothing.
    private static void Watch(ServingOptions options, string folder, ConcurrentDictionary<string, FakeModel> models)
    {
        options.ModelFolder = folder;
        options.WatchInterval = TimeSpan.FromMilliseconds(20);
        options.LoadModel = file =>
        {
            var content = File.ReadAllText(file.Path);
            if (content == "broken") throw new InvalidDataException($"{file.Path}: broken.");
            return models[content] = new FakeModel { Score = float.Parse(content, System.Globalization.CultureInfo.InvariantCulture) };
        };
    }
}
