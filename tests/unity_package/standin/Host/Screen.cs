using System;
using System.IO;
using System.Linq;
using UnityEditor;
using UnityEngine;

namespace MonoHost
{
    /// <summary>
    /// The editor's windows for a test, which sees and uses them without the server. A command is a file with three lines
    /// (what is open: a window's title or a settings page's path; a control; some text of its row) and a fourth (what is
    /// typed); the answer is a file with the text that is drawn then. No control: only looks. The first line "menu": the
    /// second is a menu item.
    /// </summary>
    static class Screen
    {
        static string command;
        static string answer;
        static string pending;

        internal static void Watch()
        {
            command = Path.Combine(AppDomain.CurrentDomain.BaseDirectory, "screen.txt");
            answer = Path.Combine(AppDomain.CurrentDomain.BaseDirectory, "screen-answer.txt");
            EditorApplication.update += Look;
        }

        static void Look()
        {
            if (pending != null)
            {
                // One tick later, when all that the control had done afterwards is done.
                string shown = pending;
                pending = null;
                Answer(() => Draw(shown));
            }
            else if (File.Exists(command))
            {
                string[] lines = File.ReadAllText(command).Split('\n');
                File.Delete(command);
                if (lines[0] == "menu")
                {
                    Answer(() => EditorApplication.ExecuteMenuItem(lines[1]) ? "chosen" : "greyed out");
                    return;
                }
                if (lines[1] == "")
                {
                    Answer(() => Draw(lines[0]));
                    return;
                }
                try
                {
                    Use(lines[0], lines[1], lines[2], lines[3]);
                    pending = lines[0];
                }
                catch (Exception error)
                {
                    Answer(() => "failed: " + error);
                }
            }
        }

        static void Answer(Func<string> text)
        {
            string result;
            try
            {
                result = text();
            }
            catch (Exception error)
            {
                result = "failed: " + error;
            }
            File.WriteAllText(answer + ".new", result);
            File.Move(answer + ".new", answer);
        }

        static void Use(string shown, string control, string row, string typed)
        {
            Action draw = Find(shown);
            Canvas.Begin();
            draw();
            int controls = Canvas.Controls;
            Canvas.Begin(control, row, typed);
            draw();
            if (!Canvas.WasUsed)
            {
                throw new InvalidOperationException("nothing to use is called '" + control + "' in:\n" + Canvas.Text());
            }
            Compare(controls);
        }

        static string Draw(string shown)
        {
            Action draw = Find(shown);
            Canvas.Begin();
            draw();
            int controls = Canvas.Controls;
            Canvas.Begin();
            draw();
            Compare(controls);
            return Canvas.Text();
        }

        static void Compare(int controls)
        {
            if (Canvas.Controls != controls)
            {
                throw new InvalidOperationException("a frame drew " + controls + " controls, then " + Canvas.Controls + ": Unity's layout would fail");
            }
        }

        /// <summary>Opens what is not open, lets it look at the world, and returns how it is drawn.</summary>
        static Action Find(string shown)
        {
            if (shown.StartsWith("Project/"))
            {
                if (SettingsService.Open == null || SettingsService.Open.settingsPath != shown)
                {
                    SettingsService.OpenProjectSettings(shown);
                }
                SettingsProvider page = SettingsService.Open;
                page.inspectorUpdateHandler();
                return () => page.guiHandler("");
            }
            if (!EditorWindow.All.Any(each => each.name == shown))
            {
                EditorApplication.ExecuteMenuItem("Window/" + shown);
            }
            EditorWindow window = EditorWindow.All.Single(each => each.name == shown);
            window.Send("OnInspectorUpdate");
            return () => window.Send("OnGUI");
        }
    }
}
