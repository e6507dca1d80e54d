using System.Text.Json.Nodes;
using Gannet.Datasets.Editing;
using Gannet.Datasets.Reading;

namespace Gannet.Datasets.Tests.Editing;

public class CocoEditorTests
{
    private const string Rich = """
        {
          "info": {"year": 2026, "deep": [1, 2.50, "é"]},
          "categories": [{"id": 7, "name": "pin", "supercategory": "part"}, {"id": 3, "name": "pad"}],
          "images": [
            {"id": 10, "file_name": "a.png", "width": 100, "height": 80, "license": 4},
            {"id": "b-1", "file_name": "b.png", "date_captured": "never"}
          ],
          "annotations": [
            {"id": 5, "image_id": 10, "category_id": 7, "bbox": [1.5, 2, 10, 20], "area": 100.25, "iscrowd": 0, "segmentation": [[1.5, 2, 11.5, 2, 11.5, 22]], "keypoints": [1, 2, 2]},
            {"id": 6, "image_id": 10, "category_id": 3, "bbox": [30, 30, 10, 10], "iscrowd": 1, "segmentation": {"size": [80, 100], "counts": [8000]}},
            {"id": 7, "image_id": 10, "category_id": 99, "bbox": [30, 30, 10, 10]},
            {"id": 9, "image_id": "b-1", "category_id": 3, "bbox": [0.1, 0.2, 3, 4], "score": 1e-3}
          ],
          "licenses": []
        }
        """;

    private static DatasetFolder Folder() => new DatasetFolder().Text("instances.json", Rich).Image("a.png").Image("b.png");

    private static JsonNode Json(DatasetFolder folder) => JsonNode.Parse(File.ReadAllText(Path.Combine(folder.Path, "instances.json")))!;

    [Fact]
    public void A_save_without_changes_changes_nothing()
    {
        using var folder = Folder();
        var editor = DatasetEditor.Open(folder.Path);
        Assert.Equal(["pad", "pin"], editor.Classes);
        var other = editor.Read(1).Revision;
        Assert.Equal(["pin 1.5 2 11.5 22", "pad 30 30 40 40"], editor.Change(0, static boxes => boxes).Words());
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Rich), Json(folder)));
        Assert.Contains("2.50", File.ReadAllText(Path.Combine(folder.Path, "instances.json")), StringComparison.Ordinal);
        Assert.Equal(other, editor.Read(1).Revision);
    }

    [Fact]
    public void A_moved_box_takes_its_outline_along_and_keeps_the_rest()
    {
        using var folder = Folder();
        var editor = DatasetEditor.Open(folder.Path);
        editor.Change(0, static boxes => [boxes[0] with { X1 = 2, X2 = 22, Y1 = 3, Y2 = 23 }, boxes[1] with { Y2 = 41 }]);
        var rows = Json(folder)["annotations"]!.AsArray();
        Assert.Equal("""{"id":5,"image_id":10,"category_id":7,"bbox":[2,3,20,20],"area":200.5,"iscrowd":0,"segmentation":[[2,3,22,3,22,23]],"keypoints":[1,2,2]}""", rows[0]!.ToJsonString());
        Assert.Equal("""{"id":6,"image_id":10,"category_id":3,"bbox":[30,30,10,11],"iscrowd":1,"segmentation":[]}""", rows[1]!.ToJsonString());
        Assert.True(editor.Read(0).Boxes[1].IsCrowd);
        Assert.Equal(4, rows.Count);
    }

    [Fact]
    public void Undoing_brings_number_outline_and_all_back()
    {
        using var folder = Folder();
        var editor = DatasetEditor.Open(folder.Path);
        var before = editor.Read(0).Boxes;
        editor.Change(0, static boxes => [boxes[0], boxes[1] with { Y2 = 41 }]);
        editor.Change(0, _ => before);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Rich), Json(folder)));

        editor.Change(0, static boxes => [boxes[1], Edits.New("pin", 1, 1, 2, 2)]);
        editor.Change(0, _ => before);
        var rows = Json(folder)["annotations"]!.AsArray();
        Assert.Equal([5, 6, 7, 9], rows.Select(static r => (int)r!["id"]!).Order());
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Rich)!["annotations"]![0], rows.Single(static r => (int)r!["id"]! == 5)));
    }

    [Fact]
    public void New_boxes_get_numbers_of_their_own_and_text_ids_stay()
    {
        using var folder = Folder();
        var editor = DatasetEditor.Open(folder.Path);
        editor.Change(1, static boxes => [.. boxes, Edits.New("pin", 1.234, 2, 3.5, 4)]);
        var row = Json(folder)["annotations"]!.AsArray()[^1]!;
        Assert.Equal("""{"id":10,"image_id":"b-1","category_id":7,"bbox":[1.23,2,2.27,2],"area":4.54,"iscrowd":0}""", row.ToJsonString());
        Assert.Equal(2, DatasetReader.Read(folder.Path).Dataset.Images[1].Annotations.Count);
    }

    [Fact]
    public void A_bare_folder_becomes_COCO_if_asked_and_later_pictures_join_it()
    {
        using var folder = new DatasetFolder().Image("a.png").Image("deep/b.png");
        var editor = DatasetEditor.Open(folder.Path, new() { Format = AnnotationFormat.Coco, Classes = ["pin"] });
        editor.Change(1, static _ => [Edits.New("pin", 1, 2, 30, 40)]);
        folder.Image("c.png");
        var again = DatasetEditor.Open(folder.Path);
        Assert.Equal(["a.png", "c.png", "deep/b.png"], again.Pictures.Select(static p => p.Name).Order(StringComparer.Ordinal));
        Assert.Equal([1], again.Pictures.Where(p => again.Read(p.Index).IsLabelled).Select(p => again.Read(p.Index).Boxes.Count));
        Assert.True(again.Change(again.Pictures.Single(static p => p.Name == "c.png").Index, static _ => []).IsLabelled);
        var read = folder.Read(new() { Strict = true }).Dataset;
        Assert.Equal([("c.png", 0), ("deep/b.png", 1)], read.Images.Select(static i => (i.FileName, i.Annotations.Count)).Order());
    }

    [Fact]
    public void Classes_are_changed_in_every_file_and_their_numbers_stay()
    {
        using var folder = new DatasetFolder().Text("annotations/instances_train.json", Rich)
            .Text("annotations/instances_val.json", """{"images":[{"id":1,"file_name":"c.png"}],"annotations":[],"categories":[{"id":3,"name":"pad"}]}""")
            .Image("images/train/a.png").Image("images/train/b.png").Image("images/val/c.png");
        var editor = DatasetEditor.Open(folder.Path);
        editor.RenameClass("pad", "Pad");
        editor.AddClass("via");
        Assert.Equal(["train", "train", "val"], editor.Pictures.Select(static p => p.Split));
        editor.Change(2, static _ => [Edits.New("pin", 1, 2, 3, 4), Edits.New("Pad", 1, 2, 30, 4)]);
        var dataset = folder.Read().Dataset;
        Assert.Equal(["Pad", "pin", "via"], dataset.Classes.Order(StringComparer.Ordinal));
        Assert.Equal(["pin", "Pad"], dataset.Images[2].Annotations.Select(a => dataset.Classes[a.Label]));
        Assert.Contains("\"supercategory\": \"part\"", File.ReadAllText(Path.Combine(folder.Path, "annotations", "instances_train.json")).Replace("\":\"", "\": \"", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void What_another_program_writes_meanwhile_is_seen()
    {
        using var folder = Folder();
        var editor = DatasetEditor.Open(folder.Path);
        var old = editor.Read(0);
        folder.Text("instances.json", Rich.Replace("[1.5, 2, 10, 20]", "[1.5, 2, 10, 21]", StringComparison.Ordinal) + "\n");
        var error = Assert.Throws<StaleRevisionException>(() => editor.Save(0, old.Revision, []));
        Assert.Equal(23, error.Current.Boxes[0].Y2);
        folder.Text("instances.json", "{");
        Assert.Contains("instances.json", Assert.Throws<InvalidDataException>(() => editor.Read(0)).Message, StringComparison.Ordinal);
        Assert.Equal("{", File.ReadAllText(Path.Combine(folder.Path, "instances.json")));
    }
}
