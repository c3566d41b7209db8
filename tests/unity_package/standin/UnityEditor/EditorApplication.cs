using System;
using System.Diagnostics;
using System.Reflection;
using System.Threading;
using UnityEngine;

namespace UnityEditor
{
    public class EditorApplication
    {
        public delegate void CallbackFunction();

        public static CallbackFunction update;
        public static CallbackFunction delayCall;
        public static event Action quitting;
        public static event Action hierarchyChanged;
        public static event Action<PlayModeStateChange> playModeStateChanged;

        internal static readonly AutoResetEvent Signal = new AutoResetEvent(false);
        internal static int? ExitCode;
        static readonly Stopwatch Clock = Stopwatch.StartNew();

        public static bool isPlaying
        {
            get { return Application.isPlaying; }
            set { PlayMode.Current.Wanted = value == Application.isPlaying ? (bool?)null : value; }
        }

        public static bool isPlayingOrWillChangePlaymode
        {
            get { return PlayMode.Current.Wanted ?? Application.isPlaying; }
        }

        public static bool isPaused
        {
            get { return PlayMode.Current.IsPaused; }
            set { PlayMode.Current.IsPaused = value; }
        }

        public static void Step()
        {
            PlayMode.Current.IsPaused = true;
            PlayMode.Current.Steps++;
        }

        public static bool isCompiling { get; internal set; }
        public static bool isUpdating { get { return false; } } // it imports nothing

        /// <summary>As in Unity, whoever waits for the end is told within the call. Unlike Unity's, it returns.</summary>
        public static void Exit(int returnValue)
        {
            ExitCode = returnValue;
            FireQuitting();
        }

        public static double timeSinceStartup
        {
            get { return Clock.Elapsed.TotalSeconds; }
        }

        /// <summary>As in Unity, an item that is greyed out does nothing.</summary>
        public static bool ExecuteMenuItem(string menuItemPath)
        {
            MethodInfo isEnabled = FindMenuItem(menuItemPath, true);
            MethodInfo method = FindMenuItem(menuItemPath, false);
            if (method == null || isEnabled != null && !(bool)isEnabled.Invoke(null, null))
            {
                return false;
            }
            method.Invoke(null, null);
            return true;
        }

        static MethodInfo FindMenuItem(string menuItemPath, bool validate)
        {
            foreach (Assembly assembly in AppDomain.CurrentDomain.GetAssemblies())
            {
                foreach (Type type in assembly.GetTypes())
                {
                    foreach (MethodInfo method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
                    {
                        var item = (MenuItem)Attribute.GetCustomAttribute(method, typeof(MenuItem));
                        if (item != null && item.menuItem == menuItemPath && item.validate == validate)
                        {
                            return method;
                        }
                    }
                }
            }
            return null;
        }

        /// <summary>Ends the main loop's sleep. Unity's has an effect only off the main thread.</summary>
        internal static void SignalTick()
        {
            if (Thread.CurrentThread != Application.MainThread)
            {
                Signal.Set();
            }
        }

        internal static void Tick()
        {
            Run(update);
            CallbackFunction delayed = delayCall;
            delayCall = null;
            Run(delayed);
            if (World.HasChanged)
            {
                World.HasChanged = false;
                Run(hierarchyChanged);
            }
            PlayMode.Tick();
        }

        internal static void Tell(PlayModeStateChange change)
        {
            Run(playModeStateChanged, change);
        }

        internal static void FireQuitting()
        {
            if (quitting != null)
            {
                quitting();
            }
        }

        /// <summary>As in Unity, an exception in one callback is logged and the others run.</summary>
        static void Run(Delegate callbacks, params object[] arguments)
        {
            if (callbacks == null)
            {
                return;
            }
            foreach (Delegate callback in callbacks.GetInvocationList())
            {
                try
                {
                    callback.DynamicInvoke(arguments);
                }
                catch (Exception error)
                {
                    UnityEngine.Debug.LogException(error);
                }
            }
        }
    }
}
