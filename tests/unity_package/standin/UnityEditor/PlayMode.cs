using System;
using UnityEngine;

namespace UnityEditor
{
    /// <summary>
    /// Play mode, in Unity's order of events. When it ends, the scene is what it was before; its objects keep their ids.
    /// </summary>
    [Serializable]
    sealed class PlayMode
    {
        internal static PlayMode Current = new PlayMode();

        /// <summary>Whether somebody wants it to begin or to end; null while nobody does.</summary>
        internal bool? Wanted;
        internal bool IsPaused;
        internal int Steps;
        byte[] scene;
        bool isPlaying;
        float time;
        bool hasOptions;
        EnterPlayModeOptions options;

        /// <summary>The end of a tick.</summary>
        internal static void Tick()
        {
            PlayMode mode = Current;
            if (mode.Wanted == true && !Application.isPlaying)
            {
                EditorApplication.Tell(PlayModeStateChange.ExitingEditMode);
                if (mode.Wanted != true)
                {
                    return; // called off
                }
                mode.scene = World.Save();
                if (EditorSettings.PlayModeReloads)
                {
                    EditorUtility.RequestScriptReload();
                }
                else
                {
                    mode.Begin();
                }
            }
            else if (mode.Wanted == false && Application.isPlaying)
            {
                EditorApplication.Tell(PlayModeStateChange.ExitingPlayMode);
                Application.isPlaying = false;
                mode.Wanted = null;
                mode.IsPaused = false;
                World.Reset(mode.scene);
                EditorApplication.Tell(PlayModeStateChange.EnteredEditMode);
            }
            else if (Application.isPlaying && (!mode.IsPaused || mode.Steps-- > 0))
            {
                Time.time += 0.02f;
            }
            mode.Steps = Math.Max(mode.Steps, 0);
        }

        /// <summary>What lives through a domain reload.</summary>
        internal static PlayMode Save()
        {
            Current.isPlaying = Application.isPlaying;
            Current.time = Time.time;
            Current.hasOptions = EditorSettings.enterPlayModeOptionsEnabled;
            Current.options = EditorSettings.enterPlayModeOptions;
            return Current;
        }

        internal static void Restore(PlayMode saved)
        {
            Current = saved;
            Application.isPlaying = saved.isPlaying;
            Time.time = saved.time;
            EditorSettings.enterPlayModeOptionsEnabled = saved.hasOptions;
            EditorSettings.enterPlayModeOptions = saved.options;
        }

        /// <summary>Play mode begins, after the domain reload where there is one.</summary>
        internal void Begin()
        {
            Wanted = null;
            Time.time = 0;
            Application.isPlaying = true;
            EditorApplication.Tell(PlayModeStateChange.EnteredPlayMode);
        }
    }
}
